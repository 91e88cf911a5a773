def main(): 
    import sys
    from alereport.workspace import Workspace
    from alereport.quality import gate
    gate.require_green(gate.validate(Workspace.discover()))
