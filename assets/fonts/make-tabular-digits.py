#!/usr/bin/env python3
"""Digits of one width for tables, made from Be Vietnam Pro (SIL OFL 1.1, no Reserved Font Name).

The original has no tabular figures. The digits are centred in a common width; the 1 gets a foot so that it leaves no
hole. Run in `assets/` after a new version of the font; the three files (1.3 KB each) are committed.
"""
import sys
from fontTools.ttLib import TTFont
from fontTools.subset import Subsetter, Options
from fontTools.pens.ttGlyphPen import TTGlyphPen
SRC='node_modules/@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-%d-normal.woff2'
for w,W,foot in ((400,640,70),(500,645,84),(600,655,98)):
    t=TTFont(SRC%w); o=Options(); o.layout_features=[]; o.hinting=False
    s=Subsetter(o); s.populate(unicodes=[ord(c) for c in '0123456789']); s.subset(t)
    cm=t.getBestCmap(); hm=t['hmtx']; glyf=t['glyf']
    for c in '0123456789':
        g=cm[ord(c)]; gl=glyf[g]
        if c=='1':
            xs=[p[0] for p in gl.coordinates]; stem_r=max(xs); 
            # The right edge of the 1 is the right edge of its stem; the foot is balanced around the stem.
            pen=TTGlyphPen(None); gl.draw(pen,glyf)
            half=205; cx=stem_r-foot*0.5
            pen.moveTo((round(cx-half),0)); pen.lineTo((round(cx-half),foot)); pen.lineTo((round(cx+half),foot)); pen.lineTo((round(cx+half),0)); pen.closePath()
            gl=pen.glyph(); glyf[g]=gl; gl.recalcBounds(glyf)
        width=gl.xMax-gl.xMin; dx=round((W-width)/2)-gl.xMin
        gl.coordinates.translate((dx,0)); gl.recalcBounds(glyf); hm[g]=(W,gl.xMin)
    for n in t['name'].names:
        if n.nameID in (1,3,4,6,16): n.string=str(n).replace('Be Vietnam Pro','Motcua Tabular').replace('BeVietnamPro','MotcuaTabular')
    t.flavor='woff2'; t.save('fonts/motcua-tabular-%d.woff2'%w); print(w,W)
