global using Rtx.Client;
