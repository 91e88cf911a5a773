"""Drawing: charts as SVG, declared by their marks."""
