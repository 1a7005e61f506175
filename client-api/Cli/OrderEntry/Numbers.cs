using System.CommandLine.Parsing;

namespace Rtx.Cli.OrderEntry;

/// <summary>
/// Reads numbers of the command line in the one form that the API takes: what is ambiguous, such as <c>1,5</c>, or would be rounded is
/// refused here already.
/// </summary>
internal static class Numbers
{
    public static decimal Parse(ArgumentResult result)
    {
        var word = result.Tokens[0].Value;
        if (WireDecimal.TryParse(word, out var value)) return value;
        result.AddError($"'{word}' is no number. Write digits, with a point where there are decimals: 1500 or 0.25.");
        return 0m;
    }

    public static decimal? ParseOptional(ArgumentResult result) => Parse(result);
}
