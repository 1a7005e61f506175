using System.CommandLine;
using Rtx.Testing.Systems;

namespace Rtx.Cli.Tests.EndToEnd;

/// <summary><c>rtx replay ticks</c> against the running system.</summary>
public sealed class TickReplayTests(RtxSystem system) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rtx-recording-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_recording_with_crossed_quotes_succeeds_and_says_how_many_were_put_aside()
    {
        var file = await WriteAsync($"{NewPair()}_quotes.csv", "20260105,1,1.10000,1.10010", "20260105,2,1.10020,1.10010", "20260105,3,1.10030,1.10010", "20260105,4,1.10000,1.10020");

        var (code, output, error) = await RunAsync("replay", "ticks", file);
        var (again, outputAgain, _) = await RunAsync("replay", "ticks", file);

        Assert.Equal((0, ""), (code, error.Contains("0%", StringComparison.Ordinal) ? error : ""));
        Assert.Contains("All ticks are stored but the 2 that were put aside", output, StringComparison.Ordinal);
        Assert.Contains("Put aside: crossed", output, StringComparison.Ordinal);
        Assert.Contains("2 of 2", output, StringComparison.Ordinal);
        Assert.Contains(": 2 stored", error, StringComparison.Ordinal);
        Assert.Equal(0, again);
        Assert.Contains("2 of 2", outputAgain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_of_nothing_but_crossed_quotes_does_not_succeed()
    {
        var (code, output, _) = await RunAsync("replay", "ticks", await WriteAsync($"{NewPair()}_quotes.csv", "20260105,1,1.20000,1.10010"));

        Assert.Equal(1, code);
        Assert.Contains("All 1 ticks were put aside", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ticks.csv")]
    [InlineData("EU_x.csv")]
    [InlineData("1URUSD_x.csv")]
    public async Task A_file_name_that_is_no_pair_is_refused_by_its_name_and_another_name_may_be_given(string name)
    {
        var file = await WriteAsync(name, "20260105,1,1.10000,1.10010");

        var (code, _, error) = await RunAsync("replay", "ticks", file);
        var (given, _, _) = await RunAsync("replay", "ticks", "--symbol", NewPair(), file);

        Assert.Equal(1, code);
        Assert.StartsWith($"error: invalid_input: The file name {name} does not begin with a currency pair", error, StringComparison.Ordinal);
        Assert.Equal(0, given);
    }

    private static string NewPair() => string.Concat(Enumerable.Range(0, 6).Select(_ => (char)('A' + Random.Shared.Next(26))));

    private async Task<string> WriteAsync(string name, params string[] lines)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllLinesAsync(path, lines.Prepend("date,ms_of_day,bid,ask"), TestContext.Current.CancellationToken);
        return path;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await system.AdministratorAsync();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var invocation = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        string[] login = ["--url", system.Address.ToString(), "--user", RtxSystem.AdministratorName, "--password", RtxSystem.AdministratorPassword];
        var code = await RtxCommandLine.Create().Parse([.. arguments, .. login]).InvokeAsync(invocation, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
