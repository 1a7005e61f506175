namespace Rtx.Client;

/// <summary>A local copy of a book, at any level of detail, that is built from a snapshot and maintained by updates.</summary>
/// <typeparam name="TPicture">A snapshot, and the published state of the copy.</typeparam>
/// <typeparam name="TUpdate">An update.</typeparam>
internal interface ILocalCopy<TPicture, in TUpdate>
{
    bool IsReady { get; }

    /// <summary>Clears the copy, which then waits for a new snapshot.</summary>
    void Reset();

    BookChange Apply(TPicture snapshot);

    BookChange Apply(TUpdate update);

    /// <param name="size">Maximum number of entries on each side.</param>
    TPicture ToPicture(int size);
}
