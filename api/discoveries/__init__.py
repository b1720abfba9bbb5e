"""What is seen beside what is registered, accepted into the register or ignored for a reason."""
