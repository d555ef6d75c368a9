/// What the `bxb` of WFDB 10.7.0 prints for two sets of made-up annotations, by
///
///     bxb -r made -a atr tst OPTIONS -S -
///
/// with the header `made 0 360 10800`. One line is corrected: `bxb` leaves class S out of "Beats
/// missed in shutdown" and has 1 where there are 2.
enum BxbTables {
  static let reference = """
    90:N 370:N 650:A 980:N 1260:+ 1270:N 1560:V 1900:N 2190:e 2480:N 2770:/ 3060:f 3350:Q 3640:F
    3900:[ 3920:! 4000:! 4100:! 4300:] 4380:N 4660:N 4900:~48 5500:~0 5610:N 5900:R 6190:L 6480:j
    6700:~-1 7000:N 7290:a 7580:J 7870:S 8160:E 8450:r 8740:B 9030:n 9320:N 9610:N 9900:N 9930:N
    9960:N 10200:! 10500:N
    """

  static let test = """
    95:N 365:V 655:A 985:S 1272:N 1555:V 1880:F 2100:N 2200:N 2478:? 2775:N 3055:V 3349:S 3650:S
    3950:N 4050:V 4250:N 4385:N 4655:V 5000:N 5200:V 5615:N 5905:N 6100:~49 6600:~1 6720:N 6800:~-1
    7005:N 7295:A 7575:V 7865:N 8165:V 8455:V 8600:S 8745:N 9035:S 9380:N 9605:N 9915:N 9945:N
    9990:N 10205:V 10505:F
    """

  /// With `-f 0`.
  static let whole = """
    Beat-by-beat comparison results for record made
    Reference annotator: atr
         Test annotator: tst

                   Algorithm
            n    s    v    f    q    o    x
       ____________________________________
     N |    9    1    2    2    1    3    1
     S |    2    3    1    0    0    0    1
     V |    0    0    3    0    0    0    0
     F |    0    1    0    0    0    0    0
     Q |    1    1    1    0    0    0    0
     O |    4    1    1    0    0
     X |    2    0    1    0    0

               QRS sensitivity:  84.85% (28/33)
     QRS positive predictivity:  75.68% (28/37)
               VEB sensitivity: 100.00% (3/3)
     VEB positive predictivity:  37.50% (3/8)
              SVEB sensitivity:  42.86% (3/7)
    SVEB positive predictivity:  50.00% (3/6)
         RMS RR interval error: 222.64 ms

      Beats missed in shutdown:   6.06% (2/33)
          N missed in shutdown:   5.26% (1/19)
          S missed in shutdown:  14.29% (1/7)
          V missed in shutdown:   0.00% (0/3)
          F missed in shutdown:   0.00% (0/1)
           Total shutdown time:     2 seconds
    """

  /// With `-f 0 -t 25 -w 0.03`.
  static let narrow = """
    Beat-by-beat comparison results for record made
    Reference annotator: atr
         Test annotator: tst

                   Algorithm
            n    s    v    f    q    o    x
       ____________________________________
     N |    7    1    2    0    1    1    1
     S |    2    2    1    0    0    0    1
     V |    0    0    3    0    0    0    0
     F |    0    1    0    0    0    0    0
     Q |    1    1    1    0    0    0    0
     O |    1    1    0    1    0
     X |    2    0    1    0    0

               QRS sensitivity:  88.46% (23/26)
     QRS positive predictivity:  79.31% (23/29)
               VEB sensitivity: 100.00% (3/3)
     VEB positive predictivity:  42.86% (3/7)
              SVEB sensitivity:  33.33% (2/6)
    SVEB positive predictivity:  40.00% (2/5)
         RMS RR interval error: 181.93 ms

      Beats missed in shutdown:   7.69% (2/26)
          N missed in shutdown:   7.69% (1/13)
          S missed in shutdown:  16.67% (1/6)
          V missed in shutdown:   0.00% (0/3)
          F missed in shutdown:   0.00% (0/1)
           Total shutdown time:     2 seconds
    """

  /// The mismatches that `bxb -f 0 -v` lists, without those in flutter.
  static let mismatches = """
    N(370)/V(365) N(980)/S(985) N(1900)/F(1880) O(2100)/N(2100) S(2190)/N(2200) N(2480)/Q(2478)
    Q(2770)/N(2775) Q(3060)/V(3055) Q(3350)/S(3349) F(3640)/S(3650) N(4660)/V(4655) X(5000)/N(5000)
    X(5200)/V(5200) N(6190)/X(6190) S(6480)/X(6480) X(6720)/N(6720) S(7580)/V(7575) S(7870)/N(7865)
    O(8600)/S(8600) N(9320)/O(9320) O(9380)/N(9380) N(9900)/O(9900) O(9915)/N(9915) N(9930)/O(9930)
    O(9990)/N(9990) O(10205)/V(10205) N(10500)/F(10505)
    """
}
