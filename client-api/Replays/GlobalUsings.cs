global using Rtx.Client;
global using Rtx.Replays.Recorded;
