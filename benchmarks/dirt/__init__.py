"""What dirt costs: false alarms about clean campaigns, and the time that dirty workbooks take."""
