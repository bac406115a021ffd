"""What verdicts and served copies cost (goals 6 to 10), on files that the bench makes."""
