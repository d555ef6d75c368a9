extension PyTorchScript {
  /// The modules that PyTorch lacks, by the names that ``PyTorchModules`` builds them by.
  static let layerClasses = #"""
    class Residual(nn.Module):
        """A branch whose output is added to its input."""

        def __init__(self, body, shortcut):
            super().__init__()
            self.body = body
            self.shortcut = shortcut

        def forward(self, x):
            return self.body(x) + self.shortcut(x)


    class Rows(nn.Module):
        """(N, C, L) to (N, L * C): sample after sample, as the weights expect them."""

        def forward(self, x):
            return x.transpose(1, 2).flatten(1)


    class Average(nn.Module):
        """(N, C, L) to (N, C): the mean over time."""

        def forward(self, x):
            return x.mean(2)


    class UnevenConv1d(nn.Conv1d):
        """One zero more after the samples than before them."""

        def forward(self, x):
            return super().forward(nn.functional.pad(x, (0, 1)))


    class StridedMaxPool(nn.MaxPool1d):
        """Windows that may begin before the first sample and end after the last."""

        def __init__(self, size, stride, before, after):
            super().__init__(size, stride)
            self.ends = (before, after)

        def forward(self, x):
            return super().forward(nn.functional.pad(x, self.ends, value=-torch.inf))


    class Crop(nn.Module):
        """Leaves out samples at the ends."""

        def __init__(self, before, after):
            super().__init__()
            self.ends = (before, after)

        def forward(self, x):
            return x[:, :, self.ends[0]:x.shape[2] - self.ends[1]]


    class ChannelNorm(nn.LayerNorm):
        """Layer normalisation over the channels of each sample."""

        def forward(self, x):
            return super().forward(x.transpose(1, 2)).transpose(1, 2)


    class SqueezeExcitation(nn.Module):
        """A factor for each channel, from the means over time of all."""

        def __init__(self, channels, units):
            super().__init__()
            self.reduce = nn.Linear(channels, units)
            self.expand = nn.Linear(units, channels)

        def forward(self, x):
            factors = torch.sigmoid(self.expand(torch.relu(self.reduce(x.mean(2)))))
            return x * factors.unsqueeze(2)


    class SelfAttention(nn.Module):
        """Attention of the samples of a sequence to one another."""

        def __init__(self, channels, heads):
            super().__init__()
            self.attention = nn.MultiheadAttention(channels, heads, batch_first=True)

        def forward(self, x):
            rows = x.transpose(1, 2)
            return self.attention(rows, rows, rows, need_weights=False)[0].transpose(1, 2)


    class AttentionPool(nn.Module):
        """(N, C, L) to (N, C): the mean over time, weighted by what the samples ask for."""

        def __init__(self, channels, units):
            super().__init__()
            self.hidden = nn.Linear(channels, units)
            self.query = nn.Linear(units, 1, bias=False)

        def forward(self, x):
            scores = self.query(torch.tanh(self.hidden(x.transpose(1, 2))))
            return (x @ torch.softmax(scores, 1)).squeeze(2)


    class Recurrent(nn.Module):
        """States at all samples, (N, units, L), or those that each direction ends with, (N, units)."""

        def __init__(self, cells, sequences):
            super().__init__()
            self.cells = cells
            self.sequences = sequences

        def forward(self, x):
            states, _ = self.cells(x.transpose(1, 2))
            if self.sequences:
                return states.transpose(1, 2)
            units = self.cells.hidden_size
            return torch.cat([states[:, -1, :units], states[:, 0, units:]], 1)
    """#
}
