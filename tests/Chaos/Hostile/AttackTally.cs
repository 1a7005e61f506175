using System.Collections.Concurrent;
using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Hostile;

/// <summary>What an attack asked for, how it was answered, and what must not have been. Safe for concurrent use.</summary>
internal sealed class AttackTally(string name)
{
    /// <summary>The answer that a request was done.</summary>
    public const string Done = "done";

    // More of one kind tell nothing new.
    private const int MaxFindings = 20;
    private const int FirstServerError = 500;

    private static readonly TimeSpan NoAnswerDelay = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly ConcurrentQueue<string> _findings = new();
    private int _requests;

    public string Name => name;

    public int Requests => _requests;

    /// <summary>How often each answer came, by its status and code.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers.OrderByDescending(answer => answer.Value).ToDictionary();

    /// <summary>What must not have happened, in words.</summary>
    public IReadOnlyList<string> Findings => [.. _findings];

    /// <summary>Answers that blame the server, by their status.</summary>
    public ConcurrentDictionary<int, int> ServerErrors { get; } = new();

    /// <summary>Sends a request and counts its answer.</summary>
    /// <returns>The answer; nothing of one that was refused, failed or never came.</returns>
    public async Task<T?> SendAsync<T>(Func<Task<T>> send)
        where T : class
    {
        Interlocked.Increment(ref _requests);
        try
        {
            var answer = await send();
            Count(Done);
            return answer;
        }
        catch (RtxException e)
        {
            NoteAnswer(e.Status, e.Code);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            await WaitAfterNoAnswerAsync();
        }

        return null;
    }

    /// <summary>Counts a request that was sent otherwise and that nobody answered, and waits: who turns in circles attacks nobody but the machine.</summary>
    public Task NoteNoAnswerAsync()
    {
        Interlocked.Increment(ref _requests);
        return WaitAfterNoAnswerAsync();
    }

    /// <summary>Counts what became of each order of a batch.</summary>
    public void Note(OrderBatchReply? reply)
    {
        foreach (var result in reply?.Results ?? [])
        {
            if (result.Error is { } error) NoteAnswer(error.Status, $"{error.Code} (order)");
            else Count($"{Done} (order)");
        }
    }

    /// <summary>Counts a request that was sent otherwise.</summary>
    public void NoteRequest(int status, string code)
    {
        Interlocked.Increment(ref _requests);
        NoteAnswer(status, code);
    }

    /// <summary>Notes something that must not be.</summary>
    public void Find(string text)
    {
        if (_findings.Count < MaxFindings) _findings.Enqueue($"{Name}: {text}");
    }

    private Task WaitAfterNoAnswerAsync()
    {
        Count(RequestFailed.NoAnswer);
        return Task.Delay(NoAnswerDelay);
    }

    private void NoteAnswer(int status, string code)
    {
        Count($"{status} {code}");
        if (status >= FirstServerError) ServerErrors.AddOrUpdate(status, 1, static (_, count) => count + 1);
    }

    private void Count(string answer) => _answers.AddOrUpdate(answer, 1, static (_, count) => count + 1);
}
