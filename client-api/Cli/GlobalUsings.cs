global using Rtx.Cli.Replay.Recorded;
global using Rtx.Client;
