namespace Rtx.Client;

/// <summary>A copy of a book, in whatever detail, that a snapshot starts and updates keep right.</summary>
/// <typeparam name="TPicture">A snapshot, and a picture of the copy.</typeparam>
/// <typeparam name="TUpdate">What changed.</typeparam>
internal interface ILocalCopy<TPicture, in TUpdate>
{
    bool IsReady { get; }

    /// <summary>Forgets everything: the next snapshot starts again.</summary>
    void Reset();

    BookChange Apply(TPicture snapshot);

    BookChange Apply(TUpdate update);

    /// <param name="size">At most so many entries of each side.</param>
    TPicture ToPicture(int size);
}
