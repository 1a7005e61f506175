using System.Diagnostics.CodeAnalysis;
using System.Text;
using Rtx.Gateway.Errors;
using Rtx.Gateway.Requests;

namespace Rtx.ClientApi.Edge;

/// <summary>
/// The path of a request as it was sent. The server removes dot segments and decodes an escaped percent sign but not an escaped slash: the
/// result may be a different address, and can't be decoded without guessing.
/// </summary>
internal static class RawPath
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The segments between the slashes, each decoded once. The error names the first invalid segment.</summary>
    public static bool TryRead(string target, [NotNullWhen(true)] out string[]? parts, [NotNullWhen(false)] out ApiError? error)
    {
        parts = null;
        error = null;
        var path = PathOf(target);
        if (path.Length < 2)
        {
            parts = [];
            return true;
        }

        var written = path[1..].Split('/');
        parts = new string[written.Length];
        for (var i = 0; i < written.Length; i++)
        {
            // Routing handles a trailing slash.
            var isLegal = TryDecode(written[i], out var part)
                && part is not ("." or "..") && (part.Length > 0 || i == written.Length - 1)
                && !part.Contains('\\', StringComparison.Ordinal)
                && WireText.IsLegal(part);
            if (isLegal)
            {
                parts[i] = part;
                continue;
            }

            error = ApiError.Invalid(
                $"Part {i + 1} of the path is empty, is made of dots, or has characters or escapes that no address has.");
            return false;
        }

        return true;
    }

    private static string PathOf(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        if (path.StartsWith('/')) return path;
        // A proxy may send the absolute form of the address.
        var authority = path.IndexOf("://", StringComparison.Ordinal);
        var slash = authority < 0 ? -1 : path.IndexOf('/', authority + 3);
        return slash < 0 ? "" : path[slash..];
    }

    private static bool TryDecode(string part, out string decoded)
    {
        decoded = part;
        if (!part.Contains('%', StringComparison.Ordinal)) return true;
        var bytes = new List<byte>(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] != '%')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(part, i, 1));
                continue;
            }

            if (i + 2 >= part.Length || !char.IsAsciiHexDigit(part[i + 1]) || !char.IsAsciiHexDigit(part[i + 2])) return false;
            bytes.Add(Convert.ToByte(part.Substring(i + 1, 2), fromBase: 16));
            i += 2;
        }

        try
        {
            decoded = Utf8.GetString(bytes.ToArray());
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
