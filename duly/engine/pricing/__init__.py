"""What things cost: stated prices and standalone selling prices."""
