namespace Rtx.Contracts;

/// <summary>Which instruments there are. Stateless: SQL holds them; unique constraints guard creation. The key is 0.</summary>
[Alias("rtx.IInstrumentsGrain")]
public interface IInstrumentsGrain : IGrainWithIntegerKey
{
    /// <summary>Makes an instrument; null when the symbol or the id is taken. An id of 0 takes the next free one.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The contract breaks a rule; the message names it.</exception>
    [Alias("CreateInstrument")]
    Task<Instrument?> CreateInstrument(Instrument instrument, CancellationToken cancellationToken = default);

    /// <summary>All instruments, by id.</summary>
    [Alias("ListInstruments"), ReadOnly]
    Task<IReadOnlyList<Instrument>> ListInstruments(CancellationToken cancellationToken = default);
}
