"""The form of a dossier: its fields as data, what they take, what they lack and contradict."""
