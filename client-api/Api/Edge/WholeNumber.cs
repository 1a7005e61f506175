using System.Globalization;

namespace Rtx.ClientApi.Edge;

/// <summary>The text of a whole number in a path or query: an optional minus, and digits without leading zeros.</summary>
internal static class WholeNumber
{
    public static bool IsPlain(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9') && (digits[0] != '0' || digits.Length == 1);
    }
}

/// <summary>The route constraint <c>long</c> for numbers in plain form only: an account has one address.</summary>
internal sealed class PlainLongConstraint : IRouteConstraint
{
    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value)
            && value is string text && WholeNumber.IsPlain(text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
