using System.CommandLine;
using Rtx.Cli.Output;
using Rtx.Client;
using Spectre.Console;

namespace Rtx.Cli.Tests;

public sealed class SessionCommandTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_schedule_file_is_sent_as_it_is()
    {
        await File.WriteAllTextAsync(
            _file,
            """
            { // as written by people
              "timeZoneId": "Europe/Berlin",
              "sessions": [{ "day": "monday", "phases": [{ "start": "09:00", "state": "continuous" }, { "start": "17:30", "state": "closed" }] }],
              "holidays": ["2026-12-25"],
            }
            """,
            Cancel);

        var (requests, _) = await RunAsync($"session set DAX {_file}");

        Assert.Equal(
            ["""PUT /api/v1/instruments/DAX/schedule {"timeZoneId":"Europe/Berlin","sessions":[{"day":"monday","phases":[{"start":"09:00","state":"continuous","dayOffset":0},{"start":"17:30","state":"closed","dayOffset":0}]}],"holidays":["2026-12-25"],"earlyCloses":[],"randomEndSeconds":0}"""],
            requests);
    }

    [Theory]
    [InlineData("{}", "is no schedule")]
    [InlineData("null", "is empty")]
    [InlineData("""{"timeZoneId":"UTC","sessions":[],"holiday":[]}""", "'holiday'")]
    [InlineData("""{"timeZoneId":"UTC","sessions":[{"day":"monday","phases":[{"start":"9 o'clock","state":"closed"}]}]}""", "time of day")]
    public async Task A_mistake_in_the_file_is_told_and_nothing_is_sent(string json, string expected)
    {
        await File.WriteAllTextAsync(_file, json, Cancel);

        var (requests, error) = await RunAsync($"session set DAX {_file}");

        Assert.Empty(requests);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("session DAX", "GET /api/v1/instruments/DAX/status")]
    [InlineData("session clear DAX", "DELETE /api/v1/instruments/DAX/schedule")]
    [InlineData("mark DAX", "GET /api/v1/instruments/DAX/status")]
    [InlineData("mark clear DAX", "DELETE /api/v1/instruments/DAX/mark-rules")]
    [InlineData("mark set DAX --providers 3,0", """PUT /api/v1/instruments/DAX/mark-rules {"providerIds":[3,0],"confirmations":3}""")]
    [InlineData(
        "mark set DAX --providers 3 --max-age 5000 --max-jump 500 --confirmations 5",
        """PUT /api/v1/instruments/DAX/mark-rules {"providerIds":[3],"maxAgeMilliseconds":5000,"maxJumpBasisPoints":500,"confirmations":5}""")]
    public async Task Other_commands_of_an_instrument_ask_for_what_they_show(string typed, string request) => Assert.Equal([request], (await RunAsync(typed)).Requests);

    [Fact]
    public void Status_and_schedule_are_readable()
    {
        var time = new DateTimeOffset(2026, 1, 5, 16, 35, 0, TimeSpan.Zero);
        var status = new InstrumentStatus { Symbol = "DAX", State = TradingState.ClosingAuction, NextState = TradingState.Closed, NextChangeTime = time, CloseTime = time, IndicativePrice = 18_000.5m, IndicativeQty = 12m };
        var schedule = new TradingSchedule
        {
            TimeZoneId = "Europe/Berlin",
            Sessions = [new WeeklySession { Day = DayOfWeek.Monday, Phases = [new SessionPhase { Start = new(22, 0), State = TradingState.PreOpen, DayOffset = -1 }, new SessionPhase { Start = new(17, 35), State = TradingState.Closed }] }],
            Holidays = [new(2026, 12, 25)],
            RandomEndSeconds = 30,
        };

        var text = TextOf(new SessionView(status, new InstrumentSchedule { Symbol = "DAX", Schedule = schedule }));

        foreach (var expected in new[] { "ClosingAuction", "Closed 2026-01-05 16:35:00", "12 at 18000.5", "Monday", "22:00 (-1 d) PreOpen, 17:35 Closed", "2026-12-25", "holiday", "up to 30 seconds late" })
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("round the clock", TextOf(new SessionView(status, new InstrumentSchedule { Symbol = "DAX" })), StringComparison.Ordinal);
    }

    private static string TextOf(SessionView view)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 160;
        console.Write(SessionTables.Session(view));
        return writer.ToString();
    }

    private static async Task<(List<string> Requests, string Error)> RunAsync(string typed)
    {
        await using var server = await RecordingServer.StartAsync(Cancel);
        using var error = new StringWriter();
        var invocation = new InvocationConfiguration { Output = TextWriter.Null, Error = error, EnableDefaultExceptionHandler = false };
        Assert.Equal(1, await RtxCommandLine.Create().Parse($"{typed} --user u --password secret-secret --url {server.Address}").InvokeAsync(invocation, Cancel));
        return (server.Requests, error.ToString());
    }
}
