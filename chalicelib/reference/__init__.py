"""Dated, versioned facts of the trade: operators, delays, calendars, pieces due."""
