mod debian/rdump.ini
