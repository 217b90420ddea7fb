"""Laws that hold for every post: what the texts are made of, and the oracle that judges them."""
