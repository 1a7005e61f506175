using System.Text;
using System.Text.Json;

namespace Rtx.Client.Tests;

/// <summary>The one form of numbers and times, wherever they come from.</summary>
public sealed class WireTextTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0.5")]
    [InlineData("10")]
    [InlineData("0.00000001")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("7.9228162514264337593543950335")]
    public void A_plain_number_is_kept_digit_by_digit(string text)
    {
        Assert.True(WireDecimal.TryParse(text, out var value));
        Assert.Equal(text, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(WireDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var again));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("-00")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("-.1")]
    [InlineData("1e3")]
    [InlineData("1E-3")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("(1)")]
    [InlineData("٣")]
    [InlineData("1\0")]
    [InlineData("Infinity")]
    [InlineData("0x1")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("7.92281625142643375935439503351")]
    [InlineData("7.9228162514264337593543950336")]
    [InlineData("79228162514264337593543950335.4")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("4.99999999999999999999999999999999999")]
    public void What_is_ambiguous_or_would_be_rounded_is_no_number(string text)
    {
        Assert.False(WireDecimal.TryParse(text, out _));
        Assert.False(WireDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<decimal>(JsonSerializer.Serialize(text), RtxJson.Options));
    }

    [Fact]
    public void Minus_zero_is_zero() => Assert.True(WireDecimal.TryParse("-0.00", out var value) && value.ToString(System.Globalization.CultureInfo.InvariantCulture) == "0.00");

    [Fact]
    public void Every_decimal_survives_its_own_text()
    {
        var random = new Random(4);
        for (var i = 0; i < 100_000; i++)
        {
            var value = new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29)) * (random.Next(10) == 0 ? 0m : 1m);
            Assert.Equal(value, JsonSerializer.Deserialize<decimal>(JsonSerializer.Serialize(value, RtxJson.Options), RtxJson.Options));
        }
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000Z")]
    [InlineData("2026-01-02T03:04:05.1Z", "2026-01-02T03:04:05.100000Z")]
    [InlineData("2026-01-02T03:04:05.123456+02:00", "2026-01-02T01:04:05.123456Z")]
    [InlineData("2026-01-02T03:04:05-11:30", "2026-01-02T14:34:05.000000Z")]
    [InlineData("2024-02-29T23:59:59.999999Z", "2024-02-29T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z")]
    public void A_time_with_an_offset_is_read(string text, string expected)
    {
        Assert.True(WireTimeConverter.TryParse(text, out var time));
        Assert.Equal(expected, WireTimeConverter.ToText(time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-02")]
    [InlineData("2026-01-02T03:04Z")]
    [InlineData("2026-01-02T03:04:05")]
    [InlineData("2026-01-02 03:04:05Z")]
    [InlineData(" 2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04:05Z ")]
    [InlineData("2026-01-02T03:04:05z")]
    [InlineData("2026-01-02T03:04:05.Z")]
    [InlineData("2026-01-02T03:04:05.1234567Z")]
    [InlineData("2026-01-02T03:04:05,5Z")]
    [InlineData("2026-01-02T03:04:05+2:00")]
    [InlineData("2026-01-02T03:04:05+0200")]
    [InlineData("2026-01-02T03:04:05+25:00")]
    [InlineData("2026-1-2T03:04:05Z")]
    [InlineData("2026-02-30T03:04:05Z")]
    [InlineData("2026-01-02T24:00:00Z")]
    [InlineData("2026-01-02T03:04:60Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("2026-01-02T03:04:05ZZ")]
    [InlineData("2026-01-02T03:04:05.1+Z")]
    public void What_names_no_moment_is_no_time(string text)
    {
        Assert.False(WireTimeConverter.TryParse(text, out _));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AmendOrderRequest>($$"""{"expireTime":{{JsonSerializer.Serialize(text)}}}""", RtxJson.Options));
    }
}
