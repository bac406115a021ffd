"""The files of a case of any kind: announced, arrived, judged, kept, swept; one way for all slots."""
