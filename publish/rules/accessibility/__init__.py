"""Rules about what readers with assistive technology need."""
