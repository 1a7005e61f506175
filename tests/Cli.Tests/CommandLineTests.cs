using System.CommandLine;
using System.Text.Json;
using Rtx.Cli.Output;
using Rtx.Cli.Sessions;
using Rtx.Client;
using Rtx.Replays.Reporting;

namespace Rtx.Cli.Tests;

public sealed class CommandLineTests
{
    // A port that nobody listens on: 9 is the discard service.
    private const string NobodyThere = "http://127.0.0.1:9";

    private static readonly string[] Commands =
        ["amend", "book", "bracket", "cancel", "cancel-all-after", "candles", "dead-letters", "demo", "depth-history", "executions", "export", "gaps", "import", "kill-switch", "login", "margin", "mark", "oco", "order", "orders", "oto", "positions", "providers", "quarantine", "replay", "session", "simulate", "spreads", "statistics", "ticks", "verify", "watch"];

    [Fact]
    public void Every_command_is_there() => Assert.Equal(Commands, RtxCommandLine.Create().Subcommands.Select(command => command.Name).Order());

    [Fact]
    public async Task The_help_of_a_command_ends_with_examples_and_that_of_all_has_none()
    {
        var (_, own, _) = await RunAsync("bracket", "--help");
        var (_, all, _) = await RunAsync("--help");

        Assert.Contains("Examples:", own, StringComparison.Ordinal);
        Assert.Contains("rtx bracket buy", own, StringComparison.Ordinal);
        Assert.DoesNotContain("rtx bracket buy", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_one_line_with_a_code()
    {
        var (code, text, error) = await RunAsync("book", "BTCUSD", "--url", NobodyThere, "--user", "trader1", "--password", "secret-secret");

        Assert.Equal(1, code);
        Assert.Empty(text);
        Assert.StartsWith("error: unreachable: ", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task With_json_an_error_is_json_too()
    {
        var (code, text, error) = await RunAsync("verify", "--json", "--url", NobodyThere, "--user", "trader1", "--password", "secret-secret");

        Assert.Equal(1, code);
        Assert.Empty(text);
        using var document = JsonDocument.Parse(error);
        Assert.Equal("unreachable", document.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Demo_users_of_another_machine_need_a_password()
    {
        var (code, _, error) = await RunAsync("simulate", "--url", "http://trading.example:5080");

        Assert.Equal(1, code);
        Assert.Contains("--demo-password", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order", "hold", "BTCUSD", "1")]
    [InlineData("order", "buy", "BTCUSD", "much")]
    [InlineData("simulate", "--rate", "0")]
    [InlineData("verify", "--url", "localhost")]
    [InlineData("replay", "lobster", "/no/such/file", "/no/such/file")]
    public async Task A_wrong_argument_fails_before_anything_is_sent(params string[] arguments)
    {
        var (code, _, error) = await RunAsync(arguments);

        Assert.Equal(1, code);
        Assert.NotEmpty(error);
        Assert.DoesNotContain("unreachable", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_is_one_json_document_with_prices_as_text()
    {
        using var text = new StringWriter();
        var depth = new Depth { Symbol = "BTCUSD", Sequence = 7, Bids = [new DepthLevel { Price = 1.50m, Quantity = 2m, OrderCount = 3 }], Asks = [] };

        new CliOutput(text, TextWriter.Null, json: true).Write(depth, Tables.Book);

        Assert.Equal("""{"symbol":"BTCUSD","sequence":7,"bids":[{"price":"1.50","quantity":"2","orderCount":3}],"asks":[],"state":"continuous"}""", text.ToString().TrimEnd());
    }

    [Fact]
    public void A_replay_report_tells_shares_of_rows_and_succeeds_only_when_all_agree()
    {
        var tally = new ReplayTally();
        var report = ReplayReport.From("lobster", "AMZN-1", tally, (1, 2, 2), repeats: 0, TimeSpan.FromSeconds(2), [new InvariantResult { Name = "x", Violations = 0 }]);
        Assert.False(report.Succeeded);

        using var text = new StringWriter();
        new CliOutput(text, TextWriter.Null, json: true).Write(report with { Rows = 1, AgreedAfterTakeOver = 1m }, ReplayTables.Of);
        using var document = JsonDocument.Parse(text.ToString());
        Assert.True(document.RootElement.GetProperty("succeeded").GetBoolean());
        Assert.Equal(1m, document.RootElement.GetProperty("agreedAfterTakeOver").GetDecimal());
        Assert.False((report with { Rows = 1, AgreedAfterTakeOver = 1m, Invariants = [new InvariantResult { Name = "x", Violations = 1 }] }).Succeeded);
    }

    [Fact]
    public void A_kept_login_is_readable_for_its_owner_only()
    {
        var folder = Directory.CreateTempSubdirectory("rtx-session-");
        try
        {
            var path = Path.Combine(folder.FullName, "rtx", "session.json");
            var session = new StoredSession(
                new Uri(NobodyThere), "token", DateTimeOffset.UnixEpoch.AddYears(70), new User { UserId = 1, UserName = "trader1", Role = UserRole.Trader });

            StoredSession.Save(session, path);

            Assert.Equal(session, StoredSession.Load(path));
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var invocation = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        var code = await RtxCommandLine.Create().Parse(arguments).InvokeAsync(invocation, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
