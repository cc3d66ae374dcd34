"""Whatever needs two folders."""
