using System.CommandLine;
using System.Text;
using System.Threading.Channels;
using Rtx.Client;
using Rtx.Testing.Systems;

namespace Rtx.Cli.Tests.EndToEnd;

/// <summary>The command line as it follows a market.</summary>
public sealed class WatchTests(RtxSystem system)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_and_auctions_are_lines()
    {
        await using var floor = await Floor.Open(system);
        var administrator = await system.AdministratorAsync();
        var bid = await floor.Rest(Side.Buy, 9.5m, 2m);
        using var lines = new LineWriter();
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watch = RunAsync(lines, interrupt.Token, "watch", floor.Symbol, "--orders", "--auction");

        await lines.ReadUntil(line => line.EndsWith($": {bid.Order.OrderId}:2@9.5 / ", StringComparison.Ordinal));
        await administrator.Administration.SetTradingStateAsync(floor.Symbol, TradingState.ClosingAuction, Token);
        await floor.Trader.Orders.PlaceAsync(floor.Account, floor.Limit(Side.Sell, 9.25m, 1m), Token);
        await lines.ReadUntil(line => line.StartsWith($"auction {floor.Symbol} closing auction, indicative 1 @ 9.", StringComparison.Ordinal));
        await administrator.Administration.SetTradingStateAsync(floor.Symbol, TradingState.Continuous, Token);
        await lines.ReadUntil(line => line == $"auction {floor.Symbol} continuous");

        await interrupt.CancelAsync();
        Assert.Equal(130, await watch);
    }

    private Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken, params string[] arguments) => RtxCommandLine.Create()
        .Parse([.. arguments, "--url", $"{system.Address}", "--user", RtxSystem.AdministratorName, "--password", RtxSystem.AdministratorPassword])
        .InvokeAsync(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false }, cancellationToken);

    /// <summary>Lines for one reader, as they are written.</summary>
    private sealed class LineWriter : TextWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

        public async Task ReadUntil(Predicate<string> isExpected)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
            deadline.CancelAfter(TimeSpan.FromSeconds(60));
            while (!isExpected(await _lines.Reader.ReadAsync(deadline.Token)))
            {
                // Other lines are right too.
            }
        }
    }
}
