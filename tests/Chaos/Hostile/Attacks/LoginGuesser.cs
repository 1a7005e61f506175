using Rtx.Client;

namespace Rtx.Chaos.Hostile.Attacks;

/// <summary>Guesses passwords of existing and unknown users.</summary>
internal static class LoginGuesser
{
    private const int Loops = 2;

    private static readonly string[] Users = ["administrator", "trader-0", "nobody-at-all", "ADMINISTRATOR", "trader-0\u200b"];

    public static Task RunAsync(Attacker attacker, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Loops).Select(loop => GuessAsync(attacker, loop, stop)));

    private static async Task GuessAsync(Attacker attacker, int loop, CancellationToken stop)
    {
        for (var count = loop; !stop.IsCancellationRequested; count++)
        {
            using var stranger = new RtxClient(attacker.Raw[count % attacker.Raw.Count].Server.Address);
            var user = Users[count % Users.Length];
            if (
                await attacker.Tally.SendAsync(
                    () => stranger.LoginAsync(user, $"guess number {count}", CancellationToken.None)) is not null)
                attacker.Tally.Find($"a guessed password let him in as {user}");
        }
    }
}
