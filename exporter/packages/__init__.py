"""Report packages: reports and what they need in one archive (Report Packages 1.0); and reports wherever they lie."""
