"""What is to be done about approving, publicising and publishing."""
