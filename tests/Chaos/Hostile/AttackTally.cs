using System.Collections.Concurrent;
using Rtx.Chaos.History;
using Rtx.Client;

namespace Rtx.Chaos.Hostile;

/// <summary>The requests of an attack, the answers, and its findings. Safe for concurrent use.</summary>
internal sealed class AttackTally(string name)
{
    /// <summary>Key for requests that were done.</summary>
    public const string Done = "done";

    // More findings of one kind add nothing.
    private const int MaxFindings = 20;
    private const int FirstServerError = 500;

    private static readonly TimeSpan NoAnswerDelay = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly ConcurrentQueue<string> _findings = new();
    private int _requests;

    public string Name => name;

    public int Requests => _requests;

    /// <summary>Number of answers by status and code.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers.OrderByDescending(answer => answer.Value).ToDictionary();

    /// <summary>Findings: what must not have happened.</summary>
    public IReadOnlyList<string> Findings => [.. _findings];

    /// <summary>Answers that report a server defect, by status.</summary>
    public ConcurrentDictionary<int, int> ServerErrors { get; } = new();

    /// <summary>Sends a request and counts its answer.</summary>
    /// <returns>The answer; null when the request was refused, failed or got no answer.</returns>
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

    /// <summary>Counts a request sent by other means that got no answer, and waits: a tight loop would only attack the machine.</summary>
    public Task NoteNoAnswerAsync()
    {
        Interlocked.Increment(ref _requests);
        return WaitAfterNoAnswerAsync();
    }

    /// <summary>Counts the result of each order of a batch.</summary>
    public void Note(OrderBatchReply? reply)
    {
        foreach (var result in reply?.Results ?? [])
        {
            if (result.Error is { } error) NoteAnswer(error.Status, $"{error.Code} (order)");
            else Count($"{Done} (order)");
        }
    }

    /// <summary>Counts a request sent by other means.</summary>
    public void NoteRequest(int status, string code)
    {
        Interlocked.Increment(ref _requests);
        NoteAnswer(status, code);
    }

    /// <summary>Adds a finding.</summary>
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
