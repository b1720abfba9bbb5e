"""Block lists as firewalls fetch them."""
