"""Drawing: charts as SVG, declared by their marks; and the house style of an analyst's figures."""


def style() -> None:
    """Draw an analyst's figures of Matplotlib in the house style from now on.

    `report.load` does so by itself; this is for after `plt.style.use` or `plt.rcdefaults`.
    """
    from alereport.charts import own_figures  # noqa: PLC0415 - it imports Matplotlib

    own_figures.use_house_style()
