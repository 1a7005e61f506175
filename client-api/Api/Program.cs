using Rtx.ClientApi;

await using var app = ApiHost.Build(args);
await app.RunAsync();
