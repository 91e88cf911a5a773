"""The engines that publish a staged book."""
