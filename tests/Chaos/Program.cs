using Rtx.Chaos;

return await ChaosCommand.Create().Parse(args).InvokeAsync();
