using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Rtx.Testing.Systems;

namespace Rtx.Api.Tests.Edge;

/// <summary>An answer of the API as it came over the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The code of the problem; empty when the answer is none.</summary>
    public string Code => Headers.GetValueOrDefault("content-type", "").StartsWith("application/problem+json", StringComparison.Ordinal)
        ? JsonDocument.Parse(Body).RootElement.GetProperty("code").GetString()!
        : "";

    public string Detail => JsonDocument.Parse(Body).RootElement.GetProperty("detail").GetString()!;

    public override string ToString() => $"{Status} {Body}";
}

/// <summary>Sends requests exactly as they are written: HttpClient would tidy up their addresses.</summary>
internal sealed class RawHttp(Uri address, string? token)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RawHttp> AsAdministratorAsync(RtxSystem system)
    {
        var administrator = await system.AdministratorAsync();
        return new RawHttp(system.Address, administrator.AccessToken);
    }

    public Task<RawAnswer> SendAsync(string method, string target, string? json = null, string contentType = "application/json") =>
        SendAsync(method, target, json is null ? null : Encoding.UTF8.GetBytes(json), contentType);

    /// <summary>Sends a request and reads its answer to the end.</summary>
    public async Task<RawAnswer> SendAsync(string method, string target, byte[]? body, string contentType)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, Token);
        await using var stream = socket.GetStream();
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nHost: {address.Authority}\r\n");
        if (token is not null) head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {token}\r\n");
        if (body is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {contentType}\r\nContent-Length: {body.Length}\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), Token);
        if (body is not null) await stream.WriteAsync(body, Token);
        return await ReadAsync(stream, hasBody: method != "HEAD");
    }

    private static async Task<RawAnswer> ReadAsync(NetworkStream stream, bool hasBody)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var status = (await reader.ReadLineAsync(Token))?.Split(' ') ?? throw new IOException("The connection was cut without an answer.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(Token) is { Length: > 0 } line) headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        var body = hasBody ? await ReadBodyAsync(reader, headers) : "";
        return new RawAnswer(int.Parse(status[1], CultureInfo.InvariantCulture), headers, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)));
    }

    private static async Task<string> ReadBodyAsync(StreamReader reader, Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("content-length", out var length)) return await ReadAsync(reader, int.Parse(length, CultureInfo.InvariantCulture));
        if (!headers.ContainsKey("transfer-encoding")) return "";
        var body = new StringBuilder();
        while (true)
        {
            var size = int.Parse((await reader.ReadLineAsync(Token))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) return body.ToString();
            body.Append(await ReadAsync(reader, size));
            await reader.ReadLineAsync(Token);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, int length)
    {
        var buffer = new char[length];
        var read = await reader.ReadBlockAsync(buffer, Token);
        return read == length ? new string(buffer) : throw new IOException("The answer breaks off.");
    }
}
