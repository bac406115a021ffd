"""An installer's draft as pages: filled, looked up, checked, read again and sent."""
