"""What must hold for the data before anything is made from them."""
