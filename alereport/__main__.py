from alereport.cli import main

main()
