"""creator: runs community-grant competitions (公益创投) from the call to the closed file."""
