"""Rules about Chinese and Japanese typography."""
