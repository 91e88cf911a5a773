"""The two engines that render a staged book as a site and a PDF."""
