"""Days, working-day calendars and the arithmetic of periods; standard library only."""
