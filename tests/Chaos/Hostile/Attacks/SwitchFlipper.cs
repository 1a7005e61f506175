namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>
/// Turns an account's kill switch and dead-man timer on and off as fast as they are answered: each is a commit without an order.
/// </summary>
internal static class SwitchFlipper
{
    private const int Loops = 6;

    public static Task RunAsync(Attacker attacker, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Loops).Select(loop => FlipAsync(attacker, loop, stop)));

    private static async Task FlipAsync(Attacker attacker, int loop, CancellationToken stop)
    {
        for (var count = loop; !stop.IsCancellationRequested; count++)
        {
            var orders = attacker.Client(count).Orders;
            if (loop % 2 == 0)
                await attacker.Tally.SendAsync(
                    () => orders.SetKillSwitchAsync(attacker.Account, isOn: count % 2 == 0, CancellationToken.None));
            else await attacker.Tally.SendAsync(
                async () =>
                    new Timer(await orders.CancelAllAfterAsync(attacker.Account, TimeSpan.FromSeconds(count % 2), CancellationToken.None)));
        }
    }

    private sealed record Timer(DateTimeOffset? CancelsAt);
}
