using Microsoft.Extensions.Time.Testing;
using Rtx.ClientApi.Downloads;

namespace Rtx.Api.Tests.Downloads;

public sealed class PacedBodyTests : IAsyncDisposable
{
    private const int Rate = 1_000;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Reader _reader = new();
    private readonly PacedBody _body;

    public PacedBodyTests() => _body = new PacedBody(_reader, Rate, Grace, _time, _reader.Cut);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _body.DisposeAsync();
        await _reader.DisposeAsync();
    }

    [Fact]
    public async Task Who_has_taken_much_at_once_may_rest_no_longer_than_anybody()
    {
        await _body.WriteAsync(new byte[1_000_000], Token);
        _reader.Rest();

        var write = _body.WriteAsync(new byte[1], Token).AsTask();
        _time.Advance(Grace - Second);
        Assert.False(write.IsCompleted);
        _time.Advance(Second);

        await Assert.ThrowsAsync<IOException>(() => write);
        Assert.True(_reader.IsCut);
    }

    [Fact]
    public async Task Who_takes_as_much_as_he_must_is_never_cut_off()
    {
        for (var second = 0; second < 100; second++) await TakeAsync(Rate, Second);

        Assert.False(_reader.IsCut);
    }

    [Fact]
    public async Task Who_takes_half_uses_up_his_grace()
    {
        for (var second = 0; second < 18; second++) await TakeAsync(Rate / 2, Second);
        Assert.False(_reader.IsCut);

        await Assert.ThrowsAsync<IOException>(() => TakeAsync(Rate / 2, Second));
        Assert.True(_reader.IsCut);
    }

    [Fact]
    public async Task What_is_flushed_is_waited_for_likewise()
    {
        _reader.Rest();
        var flush = _body.FlushAsync(Token);
        _time.Advance(Grace);

        await Assert.ThrowsAsync<IOException>(() => flush);
    }

    private async Task TakeAsync(int bytes, TimeSpan after)
    {
        _reader.Rest();
        var write = _body.WriteAsync(new byte[bytes], Token).AsTask();
        _time.Advance(after);
        _reader.Take();
        await write;
    }

    /// <summary>Takes what is written at once, unless it rests.</summary>
    private sealed class Reader : MemoryStream
    {
        private TaskCompletionSource _taken = new();

        public Reader() => _taken.SetResult();

        public bool IsCut { get; private set; }

        public void Rest() => _taken = new TaskCompletionSource();

        public void Take() => _taken.TrySetResult();

        public void Cut()
        {
            IsCut = true;
            Take();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new(_taken.Task);

        public override Task FlushAsync(CancellationToken cancellationToken) => _taken.Task;
    }
}
