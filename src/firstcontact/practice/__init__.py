"""What a fall in visits, or a change of payment, does to primary care practices."""
