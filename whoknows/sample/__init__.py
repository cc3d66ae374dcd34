"""An invented organisation in the native formats of every source."""
